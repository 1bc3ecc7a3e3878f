import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import vue from 'eslint-plugin-vue';
import ts from 'typescript-eslint';

const parserOptions = { parser: ts.parser, projectService: true, extraFileExtensions: ['.vue'] };

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  vue.configs['flat/recommended'],
  { languageOptions: { parserOptions } },
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      eqeqeq: 'error',
      // vue-tsc checks these; here a component's type is not known.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'no-undef': 'off',
      // They do not see that a property with a question mark, or of the macro, may be absent.
      '@typescript-eslint/no-unnecessary-type-arguments': 'off',
      '@typescript-eslint/no-useless-default-assignment': 'off',
      'vue/require-default-prop': 'off',
      'max-lines': ['error', { max: 200, skipBlankLines: true }],
      // Every word that is shown comes from src/texts.
      'vue/no-bare-strings-in-template': ['error', { allowlist: ['(', ')', '·', ',', '/', '%', '–', ' '] }],
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-props-destructuring': 'error',
      'vue/no-v-html': 'error',
    },
  },
  { files: ['src/texts/**', '**/*.test.ts'], rules: { 'max-lines': 'off' } },
  { files: ['*.js'], extends: [ts.configs.disableTypeChecked] },
  prettier,
);
