import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { Me } from '../api/types.ts';

/** `unknown` until the refresh cookie has been tried. */
export type SessionState = 'unknown' | 'signed-in' | 'signed-out';

/** Who is signed in. The access token itself stays with the token keeper, out of every store. */
export const useSessionStore = defineStore('session', () => {
  const state = ref<SessionState>('unknown');
  const me = shallowRef<Me | null>(null);
  /** Whether a second factor has to be set up before anything else works. */
  const mustEnrol = ref(false);

  /** Whether the last session ended without its user signing out. */
  const wasLost = ref(false);

  function signedIn(who: Me, isEnrolmentDue: boolean): void {
    me.value = who;
    mustEnrol.value = isEnrolmentDue;
    wasLost.value = false;
    state.value = 'signed-in';
  }

  function signedOut(): void {
    me.value = null;
    mustEnrol.value = false;
    state.value = 'signed-out';
  }

  function lost(): void {
    wasLost.value = state.value === 'signed-in';
    signedOut();
  }

  function enrolmentDue(): void {
    mustEnrol.value = true;
  }

  return { state, me, mustEnrol, wasLost, signedIn, signedOut, lost, enrolmentDue };
});
