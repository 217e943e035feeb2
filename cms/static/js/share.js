// The phone's own way to share a page, where it has one. The code of a campaign by which the
// visitor came goes along.
const button = document.querySelector("[data-share]");
if (button && navigator.share) {
  const link = new URL(location.pathname, location.origin);
  const campaign = new URLSearchParams(location.search).get("campaign");
  if (campaign) link.searchParams.set("campaign", campaign);
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.share({ title: document.title, url: link.href }).catch(() => {});
  });
}
