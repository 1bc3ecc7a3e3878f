import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { User } from './user';
import { changesOf, check, emptyForm, formOf, parts, partsOfUsers, toBody } from './userForm';

const user: User = {
  id: 'u1',
  identifier: 'j.petit',
  name: 'Julien Petit',
  email: 'j.petit@example.com',
  phone: '',
  profile: 'User',
  state: 'Active',
  sites: ['S1', 'S9'],
  rights: ['Dits', 'Contact'],
};
const sites = ['S1', 'S2'];

describe('an invitation', () => {
  it('opens what the API opens without rights', () => {
    const core = readFileSync('../src/Core/Accounts/Rights.cs', 'utf8');
    const listOf = (name: string) =>
      [...(new RegExp(`${name} \\{ get; \\} = \\[([^\\]]+)\\]`).exec(core)?.[1] ?? '').matchAll(/Right\.(\w+)/g)].map(
        ([, right]) => right,
      );

    expect(parts).toEqual(listOf('All'));
    expect(partsOfUsers).toEqual(listOf('OfUsers'));
    expect(emptyForm(sites).rights).toEqual(partsOfUsers);
  });

  it('chooses the site where there is one alone', () => {
    expect(emptyForm(['S1']).sites).toEqual(['S1']);
    expect(emptyForm(sites).sites).toEqual([]);
  });

  it('needs a name, an address, and of an Utilisateur a site', () => {
    expect(Object.keys(check(emptyForm(sites)))).toEqual(['name', 'email', 'sites']);
    expect(check({ ...emptyForm(sites), name: 'A', email: 'a@example.com', profile: 'Supervisor' })).toEqual({});
  });

  it('of a Superviseur names neither sites nor rights: they have all', () => {
    const form = { ...emptyForm(['S1']), name: 'A', email: 'a@example.com', profile: 'Supervisor' as const };

    expect(toBody(form)).toEqual({ name: 'A', email: 'a@example.com', phone: '', profile: 'Supervisor' });
  });
});

describe('a change', () => {
  const before = formOf(user, sites);

  it('leaves out sites that are no more', () => expect(before.sites).toEqual(['S1']));

  it('sends what was changed, and nothing else', () => {
    expect(changesOf({ ...before, rights: ['Dits'] }, before)).toEqual({ rights: ['Dits'] });
    expect(changesOf({ ...before, name: 'J. Petit', sites: ['S2'] }, before)).toEqual({
      name: 'J. Petit',
      sites: ['S2'],
    });
    expect(changesOf({ ...before }, before)).toEqual({});
  });

  it('of the profile brings what the new one needs', () => {
    const supervisor = formOf({ ...user, profile: 'Supervisor', sites: [], rights: parts }, sites);

    expect(changesOf({ ...supervisor, profile: 'User', sites: ['S2'] }, supervisor)).toMatchObject({
      profile: 'User',
      sites: ['S2'],
      rights: parts,
    });
  });
});
