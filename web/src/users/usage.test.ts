import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { usage } from '@/texts/users';
import type { User } from './user';
import { actionText, keptMonths, monthsUntil, subjectOf } from './usage';

const core = (file: string) => readFileSync(`../src/Core/${file}`, 'utf8');
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found ?? '');

describe('the journal of use', () => {
  it('has a text for each action that the API knows beside the commands', () => {
    const actions = all(core('Usage/UsageActions.cs'), /const string \w+ = "(\w+)"/g);

    expect(actions.length).toBeGreaterThan(5);
    expect(actions.filter((action) => !Object.hasOwn(usage.actions, action))).toEqual([]);
  });

  it('has a text for what customers do with DITs, orders and approvals, under the names of their journals', () => {
    const kinds = [
      ...all(core('Dits/DitEntry.cs'), /^ {4}(\w+),$/gm).map((kind) => `Dit${kind}`),
      ...all(core('Orders/OrderEntry.cs'), /^ {4}(\w+),$/gm).map((kind) => `Order${kind}`),
      ...all(core('Approvals/ApprovalState.cs'), /^ {4}(\w+),$/gm).map((state) => `Approval${state}`),
    ];
    const said = Object.keys(usage.actions).filter((action) => /^(Dit|Order|Approval)/.test(action));

    expect(said.filter((action) => !kinds.includes(action))).toEqual([]);
    expect(said).toHaveLength(9);
  });

  it('says of an action that it does not know that there was one', () => {
    expect(actionText('DitRaised')).toBe('Intervention déclenchée');
    expect(actionText('SomethingNew')).toBe(usage.otherAction);
    expect(actionText('toString')).toBe(usage.otherAction);
  });

  it('leads to what it was done on', () => {
    const users = [{ id: 'u1', name: 'Julien Petit' } as User];

    expect(subjectOf('DitCancelled', '1000123', [])?.to).toBe('/dits/1000123');
    expect(subjectOf('OrderPlaced', '2000001', [])?.to).toBe('/orders/2000001');
    expect(subjectOf('ApprovalApproved', '12', [])?.to).toBe('/approvals/12');
    expect(subjectOf('UserChanged', 'u1', users)).toEqual({ text: 'Julien Petit', to: '/users/u1' });
    expect(subjectOf('UserChanged', 'u2', users)?.to).toBeUndefined();
    expect(subjectOf('SignedIn', null, [])).toBeNull();
  });

  it('has the months that the API keeps', () => {
    expect(core('../Functions/Usage/UsageOptions.cs')).toContain(`KeepMonths { get; set; } = ${keptMonths};`);
    const months = monthsUntil(new Date('2027-01-31T23:30:00Z'));

    expect(months.slice(0, 3)).toEqual(['2027-01', '2026-12', '2026-11']);
    expect(months.at(-1)).toBe('2026-01');
  });
});
