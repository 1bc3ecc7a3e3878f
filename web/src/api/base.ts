/** Where the API is: on this origin, unless the site was built for another one (`VITE_API`). */
export const apiBase = (import.meta.env.VITE_API as string | undefined) ?? '/api';
