/** The words of index.html. */
export const page = {
  title: 'Portail clients GROUPE DFM',
  noScript: 'Le Portail clients a besoin de JavaScript : activez-le dans votre navigateur, puis rechargez la page.',
};
