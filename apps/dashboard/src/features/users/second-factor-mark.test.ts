import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import SecondFactorMark from './SecondFactorMark.vue';

it.each([
  [{ second_factor: true, has_password: true }, 'on'],
  [{ second_factor: false, has_password: true }, 'off'],
  [{ second_factor: false, has_password: false }, 'left to the provider'],
  [{ second_factor: true, has_password: false }, 'on'],
])('%j is %s', (user, words) => {
  expect(mount(SecondFactorMark, { props: { user } }).text()).toBe(words);
});
