/**
 * Keeps the focus in a text field while something beside it is pressed that adds to the text. Leaving the field may show an error there,
 * which would move what is pressed from under the pointer.
 */
export function stayInText(event: MouseEvent): void {
  if ((event.target as Element).closest('button')) event.preventDefault();
}
