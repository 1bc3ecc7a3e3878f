import { apiBase } from '@/api/base';
import { api, bodyOf } from '@/api/client';
import { messageOf } from '@/api/problems';
import { invoices as texts } from '@/texts/invoices';

/**
 * Opens the PDF of an invoice in a tab of its own. A tab sends no access token: a ticket lets it in (ADR 7). The tab is opened before the
 * ticket is asked for, since browsers allow tabs during a click alone.
 * @returns What went wrong; empty when nothing did.
 */
export async function openPdf(number: string): Promise<string> {
  const tab = window.open('', '_blank');
  if (!tab) return texts.blocked;
  tab.document.title = texts.opening;
  tab.document.body.textContent = texts.opening;
  try {
    const ticket = await bodyOf(api.POST('/invoices/{number}/ticket', { params: { path: { number } } }));
    tab.location.replace(addressOf(ticket.url));
    return '';
  } catch (failure) {
    tab.close();
    return messageOf(failure);
  }
}

/** Saves several invoices as one ZIP: the browser fetches it by a form, so that it never lies in memory. */
export async function saveArchive(numbers: readonly string[]): Promise<void> {
  const ticket = await bodyOf(api.POST('/invoices/archive/ticket', { body: { numbers: [...numbers] } }));
  const form = document.createElement('form');
  form.method = 'post';
  form.action = addressOf(ticket.url);
  form.hidden = true;
  for (const number of numbers) {
    const field = document.createElement('input');
    field.name = 'numbers';
    field.value = number;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
  form.remove();
}

/** Tickets name the path; the API may be on another origin than the site. */
function addressOf(path: string): string {
  return new URL(path, new URL(apiBase, location.href)).href;
}
