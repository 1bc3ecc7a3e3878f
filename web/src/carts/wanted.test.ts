import { describe, expect, it } from 'vitest';
import { ApiProblem } from '@/api/problems';
import { byReference, checkWanted, linesOf, stepped, type WantedLines } from './wanted';

const single = { minimum: 1, maximum: 6, pack: 1 };
const packs = { minimum: 5, maximum: 20, pack: 5 };

function wanted(quantity: string, stock = '0'): WantedLines {
  return { 'T-K': { quantity: '', stock: '' }, 'T-C': { quantity, stock } };
}

describe('what is wanted', () => {
  it('is only what has a quantity', () => {
    expect(linesOf(wanted('2', '1'))).toEqual([{ reference: 'T-C', quantity: 2, stock: 1 }]);
    expect(linesOf(wanted('0'))).toEqual([]);
  });

  it.each([
    ['1', single, null],
    [' 6 ', single, null],
    ['7', single, 'Un nombre entier de 1 à 6.'],
    ['1,5', single, 'Un nombre entier de 1 à 6.'],
    ['deux', single, 'Un nombre entier de 1 à 6.'],
    ['10', packs, null],
    ['12', packs, 'Cette référence se commande par 5.'],
  ])('%s is judged by its bounds', (quantity, bounds, said) =>
    expect(checkWanted(wanted(quantity), () => bounds)).toEqual(said ? { 'quantity T-C': [said] } : {}),
  );

  it('needs the stock of each', () => {
    expect(checkWanted(wanted('1', ''), () => single)).toEqual({ 'stock T-C': ['Un nombre entier de 0 à 9999.'] });
    expect(checkWanted(wanted('', ''), () => single)).toEqual({});
  });

  it('is refused by reference, whatever stood before it in the request', () => {
    const refusal = new ApiProblem(400, '', 'validation-failed', { 'lines[1].stock': ['non'], comment: ['long'] });

    expect(byReference(refusal, ['T-K', 'T-C'])).toMatchObject({ fields: { 'stock T-C': ['non'], comment: ['long'] } });
  });
});

describe('a step', () => {
  it.each([
    ['', true, single, '1'],
    ['1', true, single, '2'],
    ['6', true, single, '6'],
    ['1', false, single, ''],
    ['', true, packs, '5'],
    ['7', true, packs, '10'],
    ['7', false, packs, '5'],
    ['5', false, packs, ''],
  ])('from « %s », up: %s', (text, up, bounds, next) => expect(stepped(text, up, bounds)).toBe(next));
});
