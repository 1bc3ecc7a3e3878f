import {
  computed,
  inject,
  nextTick,
  onBeforeUnmount,
  provide,
  reactive,
  useTemplateRef,
  watch,
  type ComputedRef,
  type InjectionKey,
  type Ref,
} from 'vue';
import { otherErrors, type FieldErrors, type Submission } from './submission';

/** What a form gives to its fields. */
interface FormContext {
  errors: Ref<FieldErrors>;
  /** The names of the fields that show their own errors. */
  shown: Set<string>;
}

const formKey: InjectionKey<FormContext> = Symbol('form');

/**
 * Hands the errors of a submission to the fields of the form in `ref="form"`; a refusal takes the focus to the first.
 * `others` are errors of fields that the form does not show.
 */
export function provideForm(submission: Submission): { others: ComputedRef<string[]> } {
  const form = useTemplateRef<HTMLFormElement>('form');
  const shown = reactive(new Set<string>());
  provide(formKey, { errors: submission.errors, shown });
  watch(submission.refusals, async () => {
    await nextTick();
    const find = (selector: string) => form.value?.querySelector<HTMLElement>(selector);
    (find('[aria-invalid="true"], [data-invalid="true"] input') ?? find('[role="alert"]'))?.focus();
  });
  return { others: otherErrors(submission, shown) };
}

/** The errors of a field that shows them itself. */
export function useFieldErrors(name: string): ComputedRef<string[]> {
  const form = inject(formKey, null);
  form?.shown.add(name);
  onBeforeUnmount(() => form?.shown.delete(name));
  return computed(() => form?.errors.value[name] ?? []);
}
