import type { Dialect } from '../dialect.ts';
import { decodeNative } from './decode.ts';
import { isOnline } from './is-online.ts';
import { classifyNativeTopic, nativeIntakeFilters, nativeTopicClasses, ownerOfNativeTopic } from './topics.ts';

/** Hawser's own convention; `README.md` beside this file documents the payloads. */
export const nativeDialect: Dialect = Object.freeze({
  name: 'native',
  topicClasses: nativeTopicClasses,
  classify: classifyNativeTopic,
  intakeFilters: nativeIntakeFilters,
  ownerOf: ownerOfNativeTopic,
  isOnline,
  decode: decodeNative,
});
