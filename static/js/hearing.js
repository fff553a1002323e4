// Buttons with data-hears play a sample of the voice that the list box of that id has chosen, made on first need.

const ASK_EVERY_MS = 1000;
const MOST_ASKS = 90;

const player = new Audio();
const said = document.querySelector("[data-heard]");
let turn = 0; // a later press wins over an earlier one that is still waiting

for (const button of document.querySelectorAll("[data-hears]")) {
  button.hidden = false;
  button.addEventListener("click", () => hear(document.getElementById(button.dataset.hears)));
}

async function hear(select) {
  const mine = ++turn;
  const name = select.selectedOptions[0].text.split(",")[0];
  player.pause();
  said.textContent = `${name} is coming to the microphone…`;
  try {
    const url = await sample(select.value, () => turn === mine);
    if (turn !== mine) return;
    player.src = url;
    await player.play();
    said.textContent = `${name} speaks.`;
  } catch (error) {
    if (turn === mine) said.textContent = `${error.message} Press Hear again.`;
  }
}

async function sample(voiceId, isWanted) {
  for (let asked = 0; asked < MOST_ASKS && isWanted(); asked += 1) {
    const response = await fetch(`/api/v1/voices?audition=${encodeURIComponent(voiceId)}`);
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error.message);
    const { sample: told } = answer.voices.find((voice) => voice.voiceId === voiceId);
    if (told.status === "ready") return told.url;
    if (told.status === "failed") throw new Error(told.error);
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  throw new Error("The sample is taking long.");
}
