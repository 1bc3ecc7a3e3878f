import type { RouteRecordRaw } from 'vue-router';

// Without a right: who may not see invoices is told so, and by whom they can be seen.
export const invoiceRoutes: RouteRecordRaw[] = [
  { path: 'invoices', component: () => import('./InvoicesPage.vue') },
  { path: 'invoices/:number', component: () => import('./InvoicePage.vue'), props: true },
];
