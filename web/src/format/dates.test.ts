import { describe, expect, it } from 'vitest';
import { dayOf, exactDate, exactTime, month, noonOf, shortMonth, spokenDate, spokenTime, stamp } from './dates';

// A Thursday, 15:30 in Paris.
const now = new Date('2026-11-26T14:30:00Z');

describe('an instant as people say it', () => {
  it.each([
    ['2026-11-26T14:29:40Z', "à l'instant"],
    ['2026-11-26T14:25:00Z', 'il y a 5 min'],
    ['2026-11-26T08:05:00Z', "aujourd'hui à 9\u00a0h\u00a005"],
    ['2026-11-26T16:00:00Z', "aujourd'hui à 17\u00a0h"],
    ['2026-11-25T13:05:00Z', 'hier à 14\u00a0h\u00a005'],
    ['2026-11-25T23:30:00Z', "aujourd'hui à 0\u00a0h\u00a030"],
    ['2026-11-27T08:00:00Z', 'demain à 9\u00a0h'],
    ['2026-11-23T08:00:00Z', 'lundi à 9\u00a0h'],
    ['2026-11-01T08:00:00Z', '1er novembre à 9\u00a0h'],
    ['2026-07-14T08:00:00Z', '14 juillet à 10\u00a0h'],
    ['2024-03-12T13:05:00Z', '12 mars 2024 à 14\u00a0h\u00a005'],
  ])('%s is %s', (instant, spoken) => expect(spokenTime(instant, now)).toBe(spoken));
});

describe('a day', () => {
  it.each([
    ['2026-11-26', "aujourd'hui"],
    ['2026-11-27', 'demain'],
    ['2026-11-30', 'lundi'],
    ['2026-12-31', '31 décembre'],
    ['2027-01-01', '1er janvier 2027'],
  ])('%s is %s', (date, spoken) => expect(spokenDate(date, now)).toBe(spoken));

  it('is exact on demand', () => {
    expect(exactTime('2026-03-01T13:05:00Z')).toBe('dimanche 1er mars 2026 à 14\u00a0h\u00a005');
    expect(exactDate('2026-03-12')).toBe('12 mars 2026');
    expect(month('2026-03')).toBe('mars 2026');
    expect(shortMonth('2026-11')).toBe('nov.');
  });

  it('is that of Paris', () => {
    expect(dayOf('2026-11-26T23:30:00Z')).toBe('2026-11-27');
    expect(stamp('2026-07-14T22:05:00Z')).toBe('2026-07-15 00:05');
  });

  it('without a time means its noon in Paris', () => {
    expect(noonOf('2026-11-26')).toBe('2026-11-26T11:00:00.000Z');
    expect(noonOf('2026-07-14')).toBe('2026-07-14T10:00:00.000Z');
  });
});
