import { ref, shallowRef } from 'vue';
import { type ApiProblem, toProblem } from '../../services/api/problem.ts';

/** The state of a form at the door: whether it is being sent, and what came of it. */
export function useDoorForm() {
  const isBusy = ref(false);
  const problem = shallowRef<ApiProblem | null>(null);

  /** Runs the task and keeps what went wrong for the page to show. */
  async function send(task: () => Promise<void>): Promise<void> {
    isBusy.value = true;
    problem.value = null;
    try {
      await task();
    } catch (error) {
      problem.value = toProblem(error);
    } finally {
      isBusy.value = false;
    }
  }

  return { isBusy, problem, send };
}
