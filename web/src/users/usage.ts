import { usage as texts } from '@/texts/users';
import type { User } from './user';

/** How many months the journal is kept, beside the present one: the API's UsageOptions. */
export const keptMonths = 12;

/** What was done, in French. */
export function actionText(action: string): string {
  return Object.hasOwn(texts.actions, action) ? texts.actions[action as keyof typeof texts.actions] : texts.otherAction;
}

export interface Subject {
  text: string;
  /** Where it is shown. */
  to?: string;
}

/** What something was done on; null where that is the person. */
export function subjectOf(action: string, subject: string | null, users: readonly User[]): Subject | null {
  if (subject === null) return null;
  if (action.startsWith('Dit')) return { text: texts.subjects.dit(subject), to: `/dits/${subject}` };
  if (action.startsWith('Order')) return { text: texts.subjects.order(subject), to: `/orders/${subject}` };
  if (action.startsWith('Approval')) return { text: texts.subjects.approval(subject), to: `/approvals/${subject}` };
  if (action.startsWith('User')) {
    const user = users.find((one) => one.id === subject);
    return user ? { text: user.name, to: `/users/${subject}` } : { text: texts.subjects.user };
  }
  return { text: action === 'ContactRequestSent' ? texts.subjects.message(subject) : subject };
}

/** The months that the journal may have (`2026-11`), the present one first; as the journal, in UTC. */
export function monthsUntil(now: Date): string[] {
  return Array.from({ length: keptMonths + 1 }, (_, back) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back)).toISOString().slice(0, 7),
  );
}
