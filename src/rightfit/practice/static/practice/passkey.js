// Passkeys need a browser that has them and an address with a name. Where they work their buttons appear;
// where they do not, or when nothing came of it, a sentence says so. The passkeys themselves are allauth's.
(function () {
  'use strict'
  const hasName = !/^[\d.]+$|^\[/.test(location.hostname)
  const works = Boolean(hasName && window.webauthnJSON && window.webauthnJSON.supported())

  function show (what, yes) {
    document.querySelectorAll(`[data-passkey="${what}"]`).forEach(part => { part.hidden = !yes })
  }

  show('works', works)
  show('missing', !works)

  // Somebody took back their finger, or the browser refused.
  document.addEventListener('allauth.error', event => {
    event.preventDefault()
    show('failed', true)
  })

  // The enter key does what the button does.
  document.querySelectorAll('form[data-passkey-form]').forEach(form => {
    form.addEventListener('submit', event => {
      event.preventDefault()
      document.getElementById(form.dataset.passkeyForm).click()
    })
  })
})()
