interface Range {
  readonly type: string;
  readonly quality: number;
}

/**
 * Chooses the media type that `Accept` likes best (RFC 9110 section 12.5.1). Of two that it likes the same, the one that
 * it names wins over one that a wildcard covers, and then the one offered first.
 *
 * @param offered - the first is also the answer to whoever asks for something else
 */
export function preferredType<Type extends string>(
  accept: string | undefined,
  offered: readonly [Type, ...Type[]],
): Type {
  const ranges = (accept ?? '').split(',').map(parseRange);
  let best: { type: Type; quality: number; isNamed: boolean } | null = null;
  for (const type of offered) {
    const named = ranges.find((range) => range.type === type);
    const { quality } = named ?? ranges.find((range) => covers(range, type)) ?? { quality: 0 };
    const isNamed = named !== undefined;
    const isBetter = best === null || quality > best.quality || (quality === best.quality && isNamed && !best.isNamed);
    if (quality > 0 && isBetter) best = { type, quality, isNamed };
  }
  return best?.type ?? offered[0];
}

function covers({ type }: Range, offered: string): boolean {
  return type === '*/*' || (type.endsWith('/*') && offered.startsWith(type.slice(0, -1)));
}

function parseRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = q === undefined ? 1 : Number(q.slice(2));
  return { type, quality: Number.isFinite(quality) ? quality : 0 };
}
