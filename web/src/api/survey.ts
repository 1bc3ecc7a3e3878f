import type { components } from './schema';
import { sendOpen } from './open';
import { ApiProblem } from './problems';

export type SurveyForm = components['schemas']['SurveyForm'];

/** Answers the question in the mail of a closed DIT, by the token of its link. The same answer again changes nothing. */
export async function answerSurvey(form: SurveyForm): Promise<void> {
  const response = await sendOpen('PUT', 'satisfaction', form);
  if (!response.ok) throw await ApiProblem.of(response);
}
