import { describe, expect, it } from 'vitest';
import type { User } from './user';
import { find } from './userList';

const user = (name: string, state: User['state'] = 'Active'): User => ({
  id: name,
  identifier: name.toLowerCase().replace(' ', '.'),
  name,
  email: `${name.toLowerCase().replace(' ', '.')}@example.com`,
  phone: '',
  profile: 'User',
  state,
  sites: [],
  rights: [],
});

const users = [user('Zoé Arnaud'), user('Émile Rousseau', 'Invited'), user('Éric Petit'), user('Anne Moreau')];
const names = (found: User[]) => found.map((one) => one.name);

describe('the users', () => {
  it('stand in the order of the French alphabet', () =>
    expect(names(find(users, '', ''))).toEqual(['Anne Moreau', 'Émile Rousseau', 'Éric Petit', 'Zoé Arnaud']));

  it('are found by every word, with or without accents', () => {
    expect(names(find(users, 'emile', ''))).toEqual(['Émile Rousseau']);
    expect(names(find(users, ' PETIT eric ', ''))).toEqual(['Éric Petit']);
    expect(names(find(users, 'anne petit', ''))).toEqual([]);
    expect(names(find(users, 'moreau@example', ''))).toEqual(['Anne Moreau']);
  });

  it('are found by their state', () => expect(names(find(users, '', 'Invited'))).toEqual(['Émile Rousseau']));
});
