import { describe, expect, it, vi } from 'vitest';
import { gather, newestIn } from './pages';

describe('a list that is read to its end', () => {
  it('follows the cursors', async () => {
    const pages = new Map([
      [undefined, { items: ['a', 'b'], nextCursor: 'second' }],
      ['second', { items: [], nextCursor: 'third' }],
      ['third', { items: ['c'], nextCursor: null }],
    ]);
    const nothing = { items: [], nextCursor: null };

    expect(await gather<string>((cursor) => Promise.resolve(pages.get(cursor) ?? nothing))).toEqual(['a', 'b', 'c']);
  });

  it('ends somewhere, however long it is', async () => {
    const read = vi.fn(() => Promise.resolve({ items: ['x'], nextCursor: 'more' }));

    expect(await gather(read)).toHaveLength(10);
  });
});

describe('the newest in some states', () => {
  type State = 'Open' | 'Waiting' | 'Closed';
  const one = (number: number, state: State) => ({ number: String(number), state });

  const listOf = (all: { number: string; state: State }[]) =>
    vi.fn(({ state, limit }: { state?: State; limit: number }) => {
      const matching = all.filter((item) => !state || item.state === state);
      return Promise.resolve({
        items: matching.slice(0, limit),
        nextCursor: matching.length > limit ? 'more' : null,
      });
    });

  it('take one request where the first page has all, or enough', async () => {
    const short = listOf([one(1003, 'Closed'), one(1002, 'Open')]);
    expect(await newestIn(['Open', 'Waiting'], 5, short)).toEqual([one(1002, 'Open')]);
    expect(short).toHaveBeenCalledOnce();

    const long = listOf(Array.from({ length: 200 }, (_, n) => one(2000 - n, 'Open')));
    expect(await newestIn(['Open', 'Waiting'], 2, long)).toEqual([one(2000, 'Open'), one(1999, 'Open')]);
    expect(long).toHaveBeenCalledOnce();
  });

  it('are found behind many others, the newest first', async () => {
    const closed = Array.from({ length: 300 }, (_, n) => one(10_000 - n, 'Closed'));
    const read = listOf([...closed, one(1000, 'Waiting'), one(999, 'Open'), one(998, 'Waiting')]);

    expect(await newestIn(['Open', 'Waiting'], 2, read)).toEqual([one(1000, 'Waiting'), one(999, 'Open')]);
  });
});
