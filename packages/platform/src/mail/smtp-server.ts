/**
 * Reads the address of a mail server.
 *
 * @throws Error when it is not one; the message completes "SMTP_URL: …"
 */
export function smtpServer(url: string) {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const secure = parsed?.protocol === 'smtps:';
  if (parsed === null || parsed.hostname === '' || !(secure || parsed.protocol === 'smtp:')) {
    throw new Error('not an address such as smtp://user:password@host:587 or smtps://host:465');
  }
  const user = decodeURIComponent(parsed.username);
  return {
    host: parsed.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: parsed.port === '' ? (secure ? 465 : 587) : Number(parsed.port),
    secure,
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(parsed.password) } }),
  };
}
