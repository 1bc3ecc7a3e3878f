/** What a person does for the own account: the password, and where it is signed in. */
export const passwords = {
  change: 'Changer mon mot de passe',
  intro: 'Vos autres appareils seront déconnectés.',
  current: 'Mot de passe actuel',
  changed: 'Votre mot de passe est changé. Vos autres appareils sont déconnectés ; un mail vous le confirme.',
};

export const sessions = {
  title: 'Mes connexions',
  intro:
    'Les appareils sur lesquels votre compte est ouvert. Déconnectez ceux que vous ne reconnaissez pas, puis changez votre mot de passe.',
  caption: 'Vos connexions',
  device: 'Appareil',
  current: 'Cet appareil',
  started: 'Connecté',
  used: 'Dernière activité',
  action: 'Action',
  unknown: 'Non connu',
  end: 'Déconnecter',
  endOf: (device: string) => `Déconnecter ${device}`,
  ended: (device: string) => `${device} est déconnecté, au plus tard dans un quart d'heure.`,
  endOthers: 'Déconnecter tous les autres appareils',
  othersEnded: "Vos autres appareils sont déconnectés, au plus tard dans un quart d'heure.",
  alone: 'Votre compte n’est ouvert sur aucun autre appareil.',
  back: 'Mon compte',
};
