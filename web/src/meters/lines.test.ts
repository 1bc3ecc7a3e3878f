import { describe, expect, it } from 'vitest';
import { byUrgency, columnsOf, readingOf, remarksOf, stateOf, wholeNumber, type Line, type Meter } from './lines';

function meter(id: string, due: Meter['due'] = null, codes: string[] = ['mono']): Meter {
  return {
    asset: { id, make: 'Ricoh', model: 'IM', designation: 'Copieur', serialNumber: id, location: '', contract: null },
    site: { id: 'S1', name: 'Site' },
    counters: codes.map((code) => ({ code, label: code, value: 1000, readAt: '2026-11-01T10:00:00Z' })),
    lastReading: null,
    due,
  };
}

function line(mono: string, more: Partial<Line> = {}): Line {
  return { values: { mono }, replaced: [], isConfirmed: false, at: '2026-11-28T10:00:00Z', ...more };
}

describe('a number as people type it', () => {
  it.each([
    ['78232', 78232],
    ['78 232', 78232],
    ['78\u202f232', 78232],
    ['78.232', 78232],
    ['0', 0],
  ])('%s is %d', (text, value) => expect(wholeNumber(text)).toBe(value));

  it.each(['', '-1', '12,5', 'abc', '1234567890'])('%s is none', (text) => expect(wholeNumber(text)).toBeNull());
});

describe('a line while it is typed', () => {
  it('may not be below the previous value', () => {
    expect(remarksOf(meter('A'), line('999')).map((remark) => remark.code)).toEqual(['below-previous']);
    expect(remarksOf(meter('A'), line('1000'))).toEqual([]);
  });

  it('may be below it when the counter was replaced, or when it was read before', () => {
    expect(remarksOf(meter('A'), line('5', { replaced: ['mono'] }))).toEqual([]);
    expect(remarksOf(meter('A'), line('5', { at: '2026-10-30T10:00:00Z' }))).toEqual([]);
  });

  it('has to be a number', () => {
    expect(remarksOf(meter('A'), line('12a')).map((remark) => remark.code)).toEqual(['out-of-bounds']);
  });
});

describe('the state of a line', () => {
  const questioned = { outcome: 'Questioned', remarks: [], isSent: true } as const;

  it('follows what was typed and what the portal says', () => {
    expect(stateOf(meter('A'), undefined, undefined)).toBe('empty');
    expect(stateOf(meter('A'), line(' '), undefined)).toBe('empty');
    expect(stateOf(meter('A'), line('1200'), undefined)).toBe('ready');
    expect(stateOf(meter('A'), line('3'), undefined)).toBe('wrong');
    expect(stateOf(meter('A'), line('1200'), { outcome: 'Refused', remarks: [], isSent: true })).toBe('wrong');
    expect(stateOf(meter('A'), undefined, { outcome: 'Accepted', remarks: [], isSent: true })).toBe('done');
  });

  it('asks until an improbable one is confirmed', () => {
    expect(stateOf(meter('A'), line('90000'), { ...questioned, remarks: [] })).toBe('ask');
    expect(stateOf(meter('A'), line('90000', { isConfirmed: true }), { ...questioned, remarks: [] })).toBe('ready');
  });
});

describe('the grid', () => {
  it('shows first what is due first', () => {
    const on = '2026-11-30';
    const [later, open, late, without] = [
      meter('later', { on, isOpen: false, isLate: false }),
      meter('open', { on, isOpen: true, isLate: false }),
      meter('late', { on, isOpen: true, isLate: true }),
      meter('without'),
    ];

    expect(byUrgency([without, later, open, late]).map((one) => one.asset.id)).toEqual([
      'late',
      'open',
      'later',
      'without',
    ]);
  });

  it('has a column for each counter of any meter', () => {
    const columns = columnsOf([meter('A'), meter('B', null, ['mono', 'colour', 'scan'])]);

    expect(columns.map((column) => column.code)).toEqual(['mono', 'colour', 'scan']);
  });

  it('sends what was typed, with the instant of the reading', () => {
    const typed = line('1 200', { values: { mono: '1 200', scan: '' }, replaced: ['mono', 'scan'] });

    expect(readingOf('A', typed)).toEqual({
      asset: 'A',
      at: '2026-11-28T10:00:00Z',
      values: { mono: 1200 },
      replaced: ['mono'],
      confirm: false,
    });
  });
});
