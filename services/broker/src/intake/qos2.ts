import type { Session } from '../session/session.ts';

/** Tells whether a session's QoS 2 message with this packet id was taken and waits for its PUBREL. */
export type IsTaken = (packetId: number) => Promise<boolean>;

/**
 * Takes a QoS 2 message once: until its PUBREL has come, the same packet id means the same message (MQTT 3.1.1
 * section 4.3.3). The memory of taken ids lives as long as this process: an agent that resends after a restart of the
 * broker sends a second message, which only a message id in the payload reveals as a duplicate.
 *
 * @param take - makes the message durable
 * @returns false when it was taken before
 */
export async function takeOnce(
  session: Session,
  packetId: number,
  isTaken: IsTaken,
  take: () => Promise<void>,
): Promise<boolean> {
  const underWay = session.appendingQos2.get(packetId);
  if (underWay !== undefined) {
    await underWay;
    return false;
  }
  const taking = takeIfNew(packetId, isTaken, take);
  session.appendingQos2.set(packetId, taking);
  try {
    return await taking;
  } finally {
    session.appendingQos2.delete(packetId);
  }
}

async function takeIfNew(packetId: number, isTaken: IsTaken, take: () => Promise<void>): Promise<boolean> {
  if (await isTaken(packetId)) return false;
  await take();
  return true;
}
