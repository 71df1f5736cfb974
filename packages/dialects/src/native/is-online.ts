const ONLINE = 'online';
const OFFLINE = 'offline';

/** Reads the payload of `status`: the text `online` or `offline`, and nothing else. */
export function isOnline(payload: Uint8Array): boolean | null {
  if (payload.length > OFFLINE.length) return null;
  const text = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('latin1');
  if (text === ONLINE) return true;
  return text === OFFLINE ? false : null;
}
