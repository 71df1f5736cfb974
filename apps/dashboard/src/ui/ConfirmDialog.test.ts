import { mount } from '@vue/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import ConfirmDialog from './ConfirmDialog.vue';

function open(word?: string) {
  const props = { modelValue: true, title: 'Delete it?', action: 'Delete', isBusy: false, error: null };
  return mount(ConfirmDialog, {
    props: { ...props, ...(word === undefined ? {} : { word }) },
    attachTo: document.body,
  });
}

async function press(): Promise<void> {
  document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  await nextTick();
}

async function type(text: string): Promise<void> {
  const input = document.querySelector('input')!;
  input.value = text;
  input.dispatchEvent(new Event('input'));
  await nextTick();
}

describe('ConfirmDialog', () => {
  afterEach(() => {
    document.body.innerHTML = '';
  });

  it('confirms at once when no word is asked for', async () => {
    const dialog = open();
    await nextTick();
    await press();
    expect(dialog.emitted('confirm')).toHaveLength(1);
    dialog.unmount();
  });

  it('confirms only after the word was typed', async () => {
    const dialog = open('pump-7');
    await nextTick();
    await type('pump');
    await press();
    expect(dialog.emitted('confirm')).toBeUndefined();
    await type('pump-7 ');
    await press();
    expect(dialog.emitted('confirm')).toHaveLength(1);
    dialog.unmount();
  });
});
