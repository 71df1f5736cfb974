import type { DeadLetterId, DecodeOutcome, RefusedReading, RejectReason } from '@hawser/core';
import type { IngestStore, ReplayableDeadLetter } from '@hawser/storage';
import type { LedgerLine, ReceivedMessage, ReplayVerdict, Verdict } from './message.ts';

/** The dead letters that the replays of a batch came from, kept up to date while the batch is judged. */
export type ReplayableDeadLetters = Map<DeadLetterId, ReplayableDeadLetter>;

export async function loadDeadLetters(
  messages: readonly ReceivedMessage[],
  store: Pick<IngestStore, 'deadLettersForReplay'>,
): Promise<ReplayableDeadLetters> {
  const ids = new Set<DeadLetterId>();
  for (const { envelope } of messages) if (envelope.replayOf !== null) ids.add(envelope.replayOf);
  return ids.size === 0 ? new Map() : new Map(await store.deadLettersForReplay([...ids]));
}

/**
 * Judges a dead letter on its second way: of a message that was stored in part, only the readings that had been refused
 * are stored now. The same dead letter may come twice in one batch; the second time it is what the first has left of it.
 */
export function judgeReplay(id: DeadLetterId, outcome: DecodeOutcome, letters: ReplayableDeadLetters): Verdict {
  const letter = letters.get(id);
  if (letter === undefined) return { kind: 'drop' };
  const verdict = outcome.kind === 'decoded' ? storeRefused(letter, outcome) : refuseAgain(letter, outcome);
  if (verdict.remains === null) letters.delete(id);
  else letters.set(id, { ...letter, refused: verdict.remains.refused?.map(({ index }) => index) ?? null });
  return verdict;
}

type Decoded = Extract<DecodeOutcome, { kind: 'decoded' }>;

function storeRefused(letter: ReplayableDeadLetter, outcome: Decoded): ReplayVerdict {
  const wanted = letter.refused === null ? null : new Set(letter.refused);
  const isWanted = ({ index }: { index: number }): boolean => wanted === null || wanted.has(index);
  const refused = outcome.refused.filter(isWanted);
  return {
    kind: 'replay',
    readings: outcome.readings.filter(isWanted),
    remains: remainsOf(refused),
    wasWhole: wanted === null || wanted.size >= outcome.readings.length + outcome.refused.length,
    rejectedBefore: wanted?.size ?? 0,
    standsOn: lineOf(letter),
  };
}

function lineOf({ accountId, agentId, receivedAt }: ReplayableDeadLetter): LedgerLine {
  return { account: accountId, agent: agentId, receivedAt };
}

function remainsOf(refused: readonly RefusedReading[]): ReplayVerdict['remains'] {
  const [first] = refused;
  return first === undefined ? null : { reason: first.reason, detail: first.detail, refused };
}

/** Nothing is stored. What had been stored before must stay known, so the list of the refused ones keeps its extent. */
function refuseAgain(
  letter: ReplayableDeadLetter,
  { reason, detail, refused }: { reason: RejectReason; detail: string; refused?: readonly RefusedReading[] },
): ReplayVerdict {
  const again = letter.refused?.map(
    (index) => refused?.find((one) => one.index === index) ?? { index, reason, detail },
  );
  return {
    kind: 'replay',
    readings: [],
    remains: { reason, detail, refused: again ?? refused ?? null },
    wasWhole: false,
    rejectedBefore: letter.refused?.length ?? 0,
    standsOn: lineOf(letter),
  };
}
