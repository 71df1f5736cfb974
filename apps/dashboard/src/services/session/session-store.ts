import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { Me } from '../api/types.ts';

/** `unknown` until the refresh cookie has been tried. */
export type SessionState = 'unknown' | 'signed-in' | 'signed-out';

/** Who is signed in. The access token itself stays with the token keeper, out of every store. */
export const useSessionStore = defineStore('session', () => {
  const state = ref<SessionState>('unknown');
  const me = shallowRef<Me | null>(null);

  function signedIn(who: Me): void {
    me.value = who;
    state.value = 'signed-in';
  }

  function signedOut(): void {
    me.value = null;
    state.value = 'signed-out';
  }

  return { state, me, signedIn, signedOut };
});
