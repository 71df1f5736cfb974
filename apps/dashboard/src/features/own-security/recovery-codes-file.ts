/** What the file says that recovery codes are saved in, so that it still explains itself years later. */
export function recoveryCodesFile(codes: readonly string[], email: string, origin: string): string {
  const head = [`Recovery codes of ${email} at ${origin}`, 'Each works once, when the authenticator app is lost.'];
  return `${[...head, '', ...codes].join('\n')}\n`;
}
