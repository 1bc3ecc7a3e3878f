import type { RouteRecordRaw } from 'vue-router';

export const meterRoutes: RouteRecordRaw[] = [];
