/** A token that its issuer signed, but that says what no token should. Answered by 401; `message` is the problem's `detail`. */
export class TokenRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TokenRefused';
  }
}
