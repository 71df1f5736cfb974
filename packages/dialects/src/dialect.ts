import type { DecodeContext, DecodeOutcome, Permission } from '@hawser/core';

/** What one kind of topic carries and what publishing to it takes. */
export interface TopicClass {
  readonly name: string;
  /** As the agent sees it: `up` is published by agents. */
  readonly direction: 'up';
  /** Which stream the message travels in. */
  readonly kind: 'telemetry' | 'lifecycle';
  readonly permission: Permission;
  /** MQTT filter that matches every topic of this class, of whichever agent. */
  readonly filter: string;
}

/** A topic as its dialect reads it. */
export interface ClassifiedTopic extends TopicOwner {
  readonly topicClass: TopicClass;
}

/** Whose tree a topic lies in. */
export interface TopicOwner {
  /** Name of the account as the topic spells it. */
  readonly account: string;
  /** Name or id of the agent as the topic spells it. */
  readonly agent: string;
}

/** A topic-and-payload convention. Adding one means a folder of its own and one line in `registry.ts`. */
export interface Dialect {
  /** Stored with every message; never changes. */
  readonly name: string;
  readonly topicClasses: readonly TopicClass[];
  /**
   * Reads a topic.
   *
   * @returns null when the topic is not one of this dialect's
   */
  classify(topic: string): ClassifiedTopic | null;
  /**
   * MQTT filters that together match everything agents may publish, misspelt topics in their own trees included: what
   * nobody understands has to end where a person sees it.
   */
  readonly intakeFilters: readonly string[];
  /**
   * Says whose tree a topic lies in, also when nothing is known of what it carries.
   *
   * @returns null when it lies in no tree of this dialect
   */
  ownerOf(topic: string): TopicOwner | null;
  /**
   * Reads the payload of a `status` message.
   *
   * @returns whether the agent is online; null when the payload does not say
   */
  isOnline(payload: Uint8Array): boolean | null;
  /**
   * Reads the payload of a telemetry message.
   *
   * @param payload - bytes as the agent sent them; not changed and not kept
   * @param contentType - MQTT 5 content type; a hint where the bytes leave a doubt, never more
   * @returns a value whatever the bytes are; an exception is a bug
   */
  decode(payload: Uint8Array, contentType: string | null, context: DecodeContext): DecodeOutcome;
}
