/** Environment variables of `hawser simulate`. The other commands know them too, so that one shell can serve them all. */
export const SIMULATE_VARIABLES = {
  url: 'HAWSER_URL',
  email: 'HAWSER_EMAIL',
  password: 'HAWSER_PASSWORD',
  token: 'HAWSER_TOKEN',
} as const;
