import type { RouteRecordRaw } from 'vue-router';

export const approvalRoutes: RouteRecordRaw[] = [
  { path: 'approvals', component: () => import('./ApprovalsPage.vue'), meta: { right: 'orders.read' } },
  {
    path: 'approvals/:number',
    component: () => import('./ApprovalPage.vue'),
    props: true,
    meta: { right: 'orders.read' },
  },
];
