import { expect, it } from 'vitest';
import { accounts } from '@/texts/accounts';
import { unbroken } from './typography';

it('ends no line before a double sign, nor within quotation marks', () => {
  expect(unbroken('Oublié ? « Non » : oui ; bien !')).toBe(
    'Oublié\u00a0? «\u00a0Non\u00a0»\u00a0: oui\u00a0; bien\u00a0!',
  );
});

it('is true of the catalogue', () => {
  expect(accounts.forgotten).toBe('Mot de passe oublié\u00a0?');
});
