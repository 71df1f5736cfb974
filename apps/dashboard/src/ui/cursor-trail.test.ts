import { describe, expect, it } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { useCursorTrail } from './cursor-trail.ts';

describe('useCursorTrail', () => {
  it('goes on and back, and begins again when the list is another one', async () => {
    const search = ref('');
    const scope = effectScope();
    const trail = scope.run(() => useCursorTrail(search))!;
    expect([trail.page.value, trail.cursor.value]).toEqual([1, null]);
    trail.next('a');
    trail.next('b');
    expect([trail.page.value, trail.cursor.value]).toEqual([3, 'b']);
    trail.back();
    expect(trail.cursor.value).toBe('a');
    search.value = 'pump';
    await nextTick();
    expect([trail.page.value, trail.cursor.value]).toEqual([1, null]);
    trail.back();
    expect(trail.page.value).toBe(1);
    scope.stop();
  });
});
