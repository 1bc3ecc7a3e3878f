using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.TortureApp.Orchestrators;

/// <param name="Rounds">How often the ball goes to and fro.</param>
/// <param name="Anew">Whether the other player begins a new run after each ball.</param>
public sealed record PlayingInput(int Rounds, bool Anew);

/// <summary>Two orchestrations that send each other events. An event may come twice, so each looks at its number.</summary>
public sealed class Playing
{
    public const string Ball = "Ball";

    [Function(nameof(Playing))]
    public async Task<List<int>> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<PlayingInput>()!;
        var other = $"{context.InstanceId}-other";
        var others = context.CallSubOrchestratorAsync<int>(
            nameof(PlayingBack), new PlayingBackInput(context.InstanceId, input.Anew, 0), new SubOrchestrationOptions(instanceId: other));
        var balls = new List<int>();
        for (var round = 0; round <= input.Rounds; round++)
        {
            // The other one serves.
            if (round > 0) context.SendEvent(other, Ball, round);
            int ball;
            do ball = await context.WaitForExternalEvent<int>(Ball);
            while (ball / 100 < round);
            balls.Add(ball);
        }

        context.SendEvent(other, Ball, -1);
        balls.Add(await others);
        return balls;
    }
}
