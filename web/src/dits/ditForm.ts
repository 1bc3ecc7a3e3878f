import type { Api } from '@/api/client';

/** « Déclencher une intervention » as it is filled in. */
export interface DitForm {
  nature: string;
  errorCode: string;
  description: string;
  urgency: Api['Urgency'];
  contactName: string;
  contactPhone: string;
  customerReference: string;
  files: File[];
}

export function emptyForm(): DitForm {
  return {
    nature: '',
    errorCode: '',
    description: '',
    urgency: 'Standard',
    contactName: '',
    contactPhone: '',
    customerReference: '',
    files: [],
  };
}

/** As the API reads it: what is empty is left out. */
export function toFormData({ files, ...fields }: DitForm): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value.trim() !== '') data.append(name, value);
  for (const file of files) data.append('files', file);
  return data;
}
