import type { RouteRecordRaw } from 'vue-router';

export const invoiceRoutes: RouteRecordRaw[] = [];
