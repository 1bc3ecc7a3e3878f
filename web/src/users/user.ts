import { useQuery, useQueryClient, type UseQueryReturnType } from '@tanstack/vue-query';
import { api, bodyOf, type Api } from '@/api/client';
import { readMe } from '@/api/me';
import { session } from '@/api/session';
import { users as texts } from '@/texts/users';

export type User = Api['User'];

/** All users of the customer: 500 at most. */
export function useUsers(): UseQueryReturnType<User[], Error> {
  return useQuery({ queryKey: ['users'], queryFn: async () => (await bodyOf(api.GET('/users'))).items });
}

/** A user by the id. */
export function useUser(id: () => string): UseQueryReturnType<User, Error> {
  return useQuery({
    queryKey: ['users', id],
    queryFn: () => bodyOf(api.GET('/users/{id}', { params: { path: { id: id() } } })),
  });
}

/** Whether this is the person who is signed in. */
export function isSelf(user: User): boolean {
  return user.id === session.user?.id;
}

/** What follows when a user has changed: pages and lists show it, and so does the own account. */
export function useShowUser(): (before: User, after: User) => Promise<void> {
  const queries = useQueryClient();
  return async (before, after) => {
    queries.setQueryData(['users', after.id], after);
    void queries.invalidateQueries({ queryKey: ['users'], exact: true });
    if (isSelf(before)) await readMe();
  };
}

/** The sites that a user sees, in a few words. */
export function sitesOf({ profile, sites }: User): string {
  if (profile === 'Supervisor') return texts.allSites;
  const names = sites.map((id) => session.user?.sites.find((site) => site.id === id)?.name ?? id);
  return names.length > 2 ? texts.siteCount(names.length) : names.join(', ');
}

/** The parts of the portal that are open to a user, in a few words. */
export function rightsOf({ profile, rights }: User): string {
  if (profile === 'Supervisor') return texts.allRights;
  return rights.map((right) => texts.rightNames[right].label).join(', ') || texts.noRights;
}
