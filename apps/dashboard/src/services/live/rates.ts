import { defineStore } from 'pinia';
import { computed, shallowRef, triggerRef } from 'vue';
import { createRingBuffer } from '../../lib/ring-buffer.ts';
import type { RatesMessage } from './protocol.ts';

/** The rates of one second. */
export interface RateSample {
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  readonly agentsOnline: number;
  readonly messages: number;
  readonly rejected: number;
  readonly readings: number;
}

/** Five minutes of one sample a second. */
export const RATE_CAPACITY = 300;

/** What the current account has received and stored each second while this page was open. */
export const useRatesStore = defineStore('rates', () => {
  const buffer = shallowRef(createRingBuffer<RateSample>(RATE_CAPACITY));
  let account: string | null = null;

  const samples = computed(() => buffer.value.toArray());
  const latest = computed(() => samples.value.at(-1) ?? null);

  function add(of: string, message: RatesMessage, time: number): void {
    if (of !== account) clear();
    account = of;
    buffer.value.push({
      time,
      agentsOnline: message.agents_online,
      messages: message.messages_received,
      rejected: message.messages_rejected,
      readings: message.readings_stored,
    });
    triggerRef(buffer);
  }

  function clear(): void {
    account = null;
    buffer.value.clear();
    triggerRef(buffer);
  }

  return { samples, latest, add, clear };
});
