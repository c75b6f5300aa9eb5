import type { PayerTexts } from './payer-texts.js';

const CHECK_SOON = 'Vuelva a comprobarlo dentro de unos instantes.';
const KEEP_CHECKING = 'Seguimos comprobándolo y el resultado aparecerá en esta página.';
const NOTHING_TO_DO =
  'No tiene que hacer nada más. Si su banco todavía muestra el importe como retenido, puede tardar unos días en desaparecer.';
const ASK_SHOP = 'Si tiene alguna pregunta sobre su pedido, póngase en contacto con la tienda.';
const ASK_REFUND = 'Si desea recuperar su dinero, póngase en contacto con la tienda.';
const STILL_CANCEL = 'Si todavía desea cancelar, póngase en contacto con la tienda.';
const GIVE_REFERENCE = 'Póngase en contacto con la tienda e indique la referencia que aparece más abajo.';

export const es: PayerTexts = {
  locale: 'es',
  timeZone: 'Europe/Madrid',
  where: 'Cancelación de su pago',
  views: {
    requested: {
      title: 'Se ha solicitado la cancelación',
      now: 'Estamos pidiendo a su banco o al servicio de pago que cancele el pago.',
      next: 'La respuesta aparecerá aquí. Es posible que su banco le pida que autorice la cancelación. En ese caso, esta página le llevará hasta allí.',
    },
    awaitingPayer: {
      title: 'Su banco necesita su autorización',
      now: 'El pago todavía no está cancelado. Su banco le pide que autorice antes la cancelación.',
      next: 'Continúe en su banco y autorice allí la cancelación. Después comprobaremos con su banco si el pago está cancelado. Sin su autorización no podemos cancelar el pago.',
    },
    deadlinePassed: {
      title: 'El plazo para su autorización ha terminado',
      now: 'Estamos comprobando por última vez si el pago se ha cancelado.',
      next: 'El resultado aparecerá en esta página.',
    },
    verifying: {
      title: 'Estamos comprobando su pago',
      now: 'Estamos preguntando a su banco o al servicio de pago si el pago se ha cancelado. Puede tardar un momento.',
      next: CHECK_SOON,
    },
    awaitingProvider: {
      title: 'La cancelación todavía no ha terminado',
      now: 'Su banco o el servicio de pago todavía la está tramitando. No tiene que hacer nada.',
      next: `${KEEP_CHECKING} A veces tarda varias horas.`,
    },
    needsReview: {
      title: 'Es necesario revisar su cancelación',
      now: 'No hemos podido averiguar automáticamente en qué situación está el pago, por lo que una persona tiene que revisarlo.',
      next: `${KEEP_CHECKING} Si es urgente, póngase en contacto con la tienda e indique la referencia que aparece más abajo.`,
    },
    unresolved: {
      title: 'No hemos podido averiguar la situación de su pago',
      now: 'Nuestras comprobaciones han terminado sin una respuesta clara.',
      next: `${GIVE_REFERENCE} Su banco puede decirle si se ha cobrado el importe.`,
    },
    lateNews: {
      title: 'Hay novedades sobre su pago',
      now: 'El proceso había terminado sin que el pago se cancelara. Desde entonces hemos recibido información nueva y estamos comprobando en qué situación está el pago.',
      next: CHECK_SOON,
    },
    cancelled: {
      title: 'Su pago está cancelado',
      now: 'Su banco o el servicio de pago ha confirmado la cancelación.',
      next: NOTHING_TO_DO,
    },
    alreadyCancelled: {
      title: 'Su pago ya estaba cancelado',
      now: 'Su banco o el servicio de pago ha confirmado que el pago ya se había cancelado antes.',
      next: NOTHING_TO_DO,
    },
    aborted: {
      title: 'Su pago se ha interrumpido',
      now: 'El pago todavía no se había completado y ahora ya no puede completarse.',
      next: NOTHING_TO_DO,
    },
    partlyCancelled: {
      title: 'El resto de su pago está cancelado',
      now: 'Una parte del importe ya se había cobrado. Su banco o el servicio de pago ha confirmado que el resto está cancelado.',
      next: 'Si tiene alguna pregunta sobre la parte cobrada, póngase en contacto con la tienda. Si su banco todavía muestra el resto como retenido, puede tardar unos días en desaparecer.',
    },
    notExecuted: {
      title: 'El pago no se ha realizado',
      now: 'Ya no había nada que cancelar: el pago falló, fue rechazado o caducó.',
      next: ASK_SHOP,
    },
    tooLate: {
      title: 'Era demasiado tarde para cancelar el pago',
      now: 'El pago ya se había ejecutado o aceptado.',
      next: 'Para recuperar su dinero, solicite un reembolso a la tienda.',
    },
    alreadyReversed: {
      title: 'El pago ya se había reembolsado',
      now: 'Ya no había nada que cancelar, porque el pago ya se había revertido.',
      next: ASK_SHOP,
    },
    partiallyExecuted: {
      title: 'Se ha ejecutado una parte del pago',
      now: 'El pago constaba de varias partes y algunas ya se han ejecutado.',
      next: 'Si desea recuperar esa parte de su dinero, póngase en contacto con la tienda.',
    },
    notSupported: {
      title: 'Este pago no se puede cancelar',
      now: 'Su banco o su método de pago no permite cancelar este pago.',
      next: ASK_REFUND,
    },
    notCancellable: {
      title: 'No es posible cancelar',
      now: 'El estado actual del pago o sus condiciones no permiten cancelarlo.',
      next: ASK_REFUND,
    },
    refused: {
      title: 'La cancelación ha sido rechazada',
      now: 'La cancelación no se ha autorizado o no se ha aceptado. Por lo tanto, el pago se mantiene.',
      next: STILL_CANCEL,
    },
    payerDidNotValidate: {
      title: 'La cancelación no se ha autorizado',
      now: 'Su banco no ha recibido su autorización. Por eso hemos dejado de intentar cancelar el pago.',
      next: `Si dio su autorización en el último momento, es posible que el pago todavía se cancele. Su banco puede decírselo. ${STILL_CANCEL}`,
    },
    stopped: {
      title: 'La cancelación se ha detenido',
      now: 'El proceso se ha detenido antes de terminar.',
      next: STILL_CANCEL,
    },
    notFound: {
      title: 'No se ha encontrado el pago',
      now: 'El servicio de pago no conoce este pago.',
      next: GIVE_REFERENCE,
    },
  },
  money: {
    none: 'No se cargará ningún importe en su cuenta por este pago.',
    partial: 'Una parte del importe se ha cobrado o se cobrará.',
    expected: 'El pago no se ha detenido. Cuente con que el importe se cargará en su cuenta.',
    done: 'El importe se ha cargado en su cuenta.',
    unknown: 'No sabemos si el importe se cobrará. Compruebe su cuenta o pregunte a su banco.',
    open: 'Mientras la cancelación no esté confirmada, el importe todavía puede cargarse en su cuenta.',
    givenBack: 'Según el servicio de pago, el dinero se le ha devuelto o se le está devolviendo.',
  },
  whatHappensNext: 'Qué ocurre ahora',
  closedWindow: {
    heading: 'Si ha cerrado la ventana de su banco',
    text: 'No pasa nada. Si todavía no ha autorizado la cancelación, simplemente continúe de nuevo en su banco.',
  },
  mayClosePage:
    'Puede cerrar esta página y volver más tarde con el mismo enlace. La tienda recibe el resultado automáticamente.',
  looksAgain: { text: 'Esta página se actualiza sola durante unos minutos.', stop: 'Dejar de actualizar' },
  replacesEarlier: 'Ha habido novedades sobre su pago: este resultado sustituye a uno anterior.',
  facts: {
    order: 'Pedido',
    approveBy: 'Plazo para autorizar',
    released: 'Importe cancelado',
    captured: 'Importe cobrado',
    readAt: 'Última comprobación del pago',
    statusAt: 'Página actualizada',
  },
  actions: { continueAtBank: 'Continuar en mi banco', checkAgain: 'Comprobar de nuevo', backToShop: 'Volver a la tienda' },
  reference: { label: 'Referencia', hint: 'Indique esta referencia si se pone en contacto con la tienda.' },
  messages: {
    invalidReturn: {
      title: 'Este enlace no se puede utilizar',
      paragraphs: [
        'El enlace está incompleto o se ha modificado por el camino. No ha tenido ningún efecto.',
        'Si acaba de salir de su banco, no se preocupe: nosotros mismos comprobamos el resultado con su banco.',
        'Para ver cómo va su cancelación, utilice el enlace de la tienda o póngase en contacto con ella.',
      ],
    },
    unknownLink: {
      title: 'Aquí ya no hay nada',
      paragraphs: [
        'Este enlace no se reconoce, o la cancelación a la que llevaba terminó hace tiempo.',
        'La tienda puede decirle en qué situación está su pago.',
      ],
    },
    trouble: {
      title: 'Inténtelo de nuevo dentro de unos instantes',
      paragraphs: ['Ahora mismo no podemos consultar su cancelación. No se ha perdido nada.'],
    },
  },
};
