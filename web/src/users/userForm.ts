import type { Api } from '@/api/client';
import type { FieldErrors } from '@/forms/submission';
import { users as texts } from '@/texts/users';
import type { User } from './user';

/** What a Superviseur enters of a user. */
export interface UserForm {
  name: string;
  email: string;
  phone: string;
  profile: Api['Profile'];
  /** Of an Utilisateur alone, as the rights. */
  sites: string[];
  rights: Api['Right'][];
}

/** The parts of the portal, in the order in which they are shown. */
export const parts: Api['Right'][] = ['Dits', 'Orders', 'Readings', 'Invoices', 'Contact'];

/** As the API's Rights.OfUsers: all but invoices. */
export const partsOfUsers = parts.filter((part) => part !== 'Invoices');

/** An invitation that nobody has filled in; where there is one site alone, it is that. */
export function emptyForm(sites: readonly string[]): UserForm {
  const only = sites.length === 1 ? [...sites] : [];
  return { name: '', email: '', phone: '', profile: 'User', sites: only, rights: [...partsOfUsers] };
}

/** What is known of a user; sites that the customer has no more are left out. */
export function formOf(user: User, sites: readonly string[]): UserForm {
  const { name, email, phone, profile, rights } = user;
  return { name, email, phone, profile, sites: user.sites.filter((site) => sites.includes(site)), rights: [...rights] };
}

/** What the portal would refuse. */
export function check(form: UserForm): FieldErrors {
  return {
    ...(form.name.trim() === '' && { name: [texts.nameMissing] }),
    ...(form.email.trim() === '' && { email: [texts.emailMissing] }),
    ...(form.profile === 'User' && form.sites.length === 0 && { sites: [texts.siteMissing] }),
  };
}

/** The form as the API takes it. */
export function toBody({ sites, rights, ...form }: UserForm): Api['UserForm'] {
  return form.profile === 'User' ? { ...form, sites, rights } : form;
}

/**
 * What differs from the form as it was filled in first: two Superviseurs who change different things of a user keep both. Another profile
 * brings sites and rights with it.
 */
export function changesOf(form: UserForm, before: UserForm): Api['UserForm'] {
  if (form.profile !== before.profile) return toBody(form);
  const changed = Object.entries(toBody(form)).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof UserForm]),
  );
  return Object.fromEntries(changed);
}
