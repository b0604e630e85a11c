import type { RemindWords } from './words.ts';

export const es: RemindWords = {
  toFront: 'A la portada',
  again: 'Abrir de nuevo el formulario',
  notFound: 'No hay nada en esta dirección',
  slow: 'Demasiado a la vez',
  slowText: 'Desde su conexión llegó más de lo que envía una persona. Inténtelo de nuevo en un minuto.',
  wrongForm: 'Este formulario no se puede leer',
  wrongFormText: 'No se envió desde nuestra página. No se ha guardado nada.',

  remind: 'Recordármelo más tarde',
  remindIntro:
    'Le escribimos una sola vez, al comienzo del mes que elija. Hasta entonces su dirección se guarda cifrada; se borra cuando sale el mensaje. El asunto no nos nombra ni dice el motivo.',
  address: 'Su correo electrónico',
  month: '¿En qué mes?',
  country: '¿Dónde vive?',
  countryWhy: 'En algunos países un mensaje nuestro podría usarse en su contra. Allí no escribimos.',
  choose: 'Elija',
  notSaid: 'Prefiero no decirlo',
  remindButton: 'Recordármelo',
  wrong: {
    address: 'No podemos escribir a esta dirección. Busque una errata.',
    month: 'Elija un mes de la lista.',
    country: 'Elija un país de la lista.',
  },
  calendarTitle: 'Sin dar una dirección',
  calendarText:
    'Anote un día en su propio calendario. La entrada no nos nombra ni dice el motivo, y no se envía nada a nadie.',
  keptTitle: 'Se lo recordaremos',
  keptText: (month) => `Llegará un solo mensaje al comienzo de ${month}. Después su dirección se borra.`,
  changeMind: 'Si cambia de opinión',
  undoHint: 'Guarde este enlace. Solo se muestra ahora, y nadie puede averiguarlo después.',
  undoTitle: '¿Anular el recordatorio?',
  undoButton: 'Anular el recordatorio',
  undoneTitle: 'Está anulado',
  undoneText: 'Aquí no se guarda nada sobre usted.',
  closedText: 'En este momento no podemos aceptar una dirección.',
  refusedTitle: 'Allí no escribimos',
  refusedText:
    'Donde usted vive, un mensaje nuestro podría usarse en su contra. No se ha guardado nada de lo que escribió.',
  unknownTitle: 'No aceptamos una dirección sin país',
  unknownText:
    'Mientras no sepamos dónde vive, no podemos saber si un mensaje le haría daño. No se ha guardado nada de lo que escribió.',
  helpTitle: 'Lo que ayuda y no deja rastro',
  help: {
    read: 'Siga leyéndonos. Eso ya ayuda.',
    'pass-on': 'Pase una noticia a alguien de su confianza.',
    'ask-abroad': 'Alguien de su confianza que viva en otro lugar puede apoyarnos.',
  },
};
