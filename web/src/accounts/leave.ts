import { signOut } from '@/api/session';
import { clearDrafts } from '@/forms/drafts';

/** « Se déconnecter »: the next person at this computer finds nothing. */
export async function leave(): Promise<void> {
  await signOut();
  await clearDrafts();
}
