export * from './dialect.ts';
export { nativeDialect } from './native/native-dialect.ts';
export { nativeTopicClasses } from './native/topics.ts';
export * from './registry.ts';
