export * from './envelope.ts';
export * from './envelope-codec.ts';
export * from './live.ts';
export { placeOf, withPlace } from './placed-record.ts';
