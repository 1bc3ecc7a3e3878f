import type { User } from './user';

/** The users whose name, address or identifier has every word, in a state if one is given; by name. */
export function find(users: readonly User[], search: string, state: string): User[] {
  const words = plain(search).split(/\s+/);
  return users
    .filter((user) => state === '' || user.state === state)
    .filter(({ name, email, identifier }) => {
      const text = plain(`${name} ${email} ${identifier}`);
      return words.every((word) => text.includes(word));
    })
    .sort((one, other) => one.name.localeCompare(other.name, 'fr'));
}

/** Without case and accents, as people type who look for somebody. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
