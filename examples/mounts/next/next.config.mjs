/** @type {import('next').NextConfig} */
export default {
  // Loaded by Node as it is.
  serverExternalPackages: ['@sidecard/server', '@sidecard/core'],
  // A path with a slash behind it is another one.
  skipTrailingSlashRedirect: true,
};
