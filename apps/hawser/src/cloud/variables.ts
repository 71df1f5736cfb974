/** Environment variables of the commands that sign in at a cloud. The other commands know them too, so that one shell can serve them all. */
export const CLOUD_VARIABLES = {
  url: 'HAWSER_URL',
  email: 'HAWSER_EMAIL',
  password: 'HAWSER_PASSWORD',
  token: 'HAWSER_TOKEN',
} as const;
