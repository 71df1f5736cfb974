import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { LiveStatus } from './live-socket.ts';

/** How the live connection is doing, for whoever shows it. */
export const useLiveStatus = defineStore('live-status', () => {
  const status = ref<LiveStatus>('idle');
  return { status };
});
