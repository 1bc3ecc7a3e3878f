import { FileText, House, Mail, Printer, Wrench } from '@lucide/vue';
import type { Component } from 'vue';
import type { Right } from '@/api/session';
import { common } from '@/texts/common';

export interface Menu {
  to: string;
  label: string;
  icon: Component;
  right?: Right;
}

/** The manual's menus. */
export const menus: Menu[] = [
  { to: '/', label: common.menus.home, icon: House },
  { to: '/assets', label: common.menus.parc, icon: Printer, right: 'assets.read' },
  { to: '/dits', label: common.menus.dits, icon: Wrench, right: 'dits.read' },
  { to: '/invoices', label: common.menus.invoices, icon: FileText, right: 'invoices.read' },
  { to: '/contact', label: common.menus.contact, icon: Mail, right: 'contact.send' },
];
