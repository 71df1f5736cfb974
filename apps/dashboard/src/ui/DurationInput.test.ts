import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import DurationInput from './DurationInput.vue';
import { ElSelect } from './element.ts';

function field(modelValue: string) {
  const fixed = {
    id: 'd',
    label: 'Longest session',
    name: 'd',
    min: 300,
    max: 864_000,
    units: ['h', 'd', 'min'] as const,
  };
  const wrapper = mount(DurationInput, {
    props: {
      ...fixed,
      modelValue,
      'onUpdate:modelValue': (text: string) => wrapper.setProps({ modelValue: text }),
    },
  });
  const input = wrapper.get<HTMLInputElement>('input[name="d"]');
  return { wrapper, input, unit: () => wrapper.getComponent(ElSelect).props('modelValue') };
}

describe('DurationInput', () => {
  it('shows seconds in the largest unit that fits', () => {
    const { input, unit } = field('604800');
    expect([input.element.value, unit()]).toEqual(['7', 'd']);
  });

  it('begins empty with its first unit', async () => {
    const { wrapper, input, unit } = field('');
    expect([input.element.value, unit()]).toEqual(['', 'h']);
    await input.setValue('8');
    expect(wrapper.emitted('update:modelValue')).toEqual([['28800']]);
  });

  it('keeps what was typed, and changes the seconds with the unit', async () => {
    const { wrapper, input, unit } = field('900');
    await input.setValue('90');
    expect([input.element.value, unit()]).toEqual(['90', 'min']);
    await wrapper.getComponent(ElSelect).vm.$emit('update:modelValue', 'h');
    expect(wrapper.emitted('update:modelValue')?.at(-1)).toEqual(['324000']);
    expect([input.element.value, unit()]).toEqual(['90', 'h']);
  });

  it('tells a length out of bounds in the unit of the bound', async () => {
    const { input } = field('604800');
    expect(input.element.validationMessage).toBe('');
    await input.setValue('11');
    expect(input.element.validationMessage).toBe('At most 10 d.');
    await input.setValue('0');
    expect(input.element.validationMessage).toBe('At least 5 min.');
  });

  it('is emptied, and follows what is set from outside', async () => {
    const { wrapper, input, unit } = field('900');
    await input.setValue('');
    expect(wrapper.emitted('update:modelValue')?.at(-1)).toEqual(['']);
    await wrapper.setProps({ modelValue: '301' });
    expect([input.element.value, unit()]).toEqual(['301', 's']);
  });
});
