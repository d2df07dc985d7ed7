using System.Text;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Access;

/// <summary>
/// `create-admin EMAIL`: makes or restores an administrator of everything and prints the link by which he sets his
/// password; with `--password` it is read from standard input. Never an argument: those are seen by every process.
/// </summary>
static class CreateAdmin
{
    public static async Task<int> Run(IServiceProvider services, IReadOnlyList<string> arguments)
    {
        var withPassword = arguments is [_, "--password"];
        if (arguments is not [var email] && !withPassword) return await Refuse("Usage: create-admin EMAIL [--password]");
        email = arguments[0];
        if (Administration.Person(email, email).Problem is not null) return await Refuse($"{email} is not an e-mail address.");

        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DataScope>().EnterOperator(Actor.System);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow();
        var user = await Administrator(db, email, now);
        if (withPassword)
        {
            var password = ReadPassword();
            if (await PasswordCheck.Judge(users, user, password, "password") is not null) return await Refuse($"The password needs at least {AccessModule.ShortestPassword} characters, not all alike.");
            user.SetPassword(scope.ServiceProvider.GetRequiredService<PasswordCheck>().Hash(password), now);
        }
        await db.SaveChangesAsync();
        await Console.Out.WriteLineAsync(withPassword
            ? $"{email} is an administrator and can sign in."
            : await InviteLink.For(users, user, PublicAddress.Of(services.GetRequiredService<IConfiguration>())));
        return 0;
    }

    static async Task<User> Administrator(AppDb db, string email, DateTimeOffset now)
    {
        var normal = User.NormalForm(email);
        var user = await db.Set<User>().Include(u => u.Roles).Include(u => u.Clients).AsSplitQuery().SingleOrDefaultAsync(u => u.NormalizedEmail == normal);
        if (user is null)
        {
            user = User.Add(Ids.New(now), email.Trim(), email.Split('@')[0], new Grants([BuiltInRoles.Admin], [], true), now);
            db.Add(user);
        }
        else
        {
            user.Change(user.Email!, user.Name, new Grants([.. user.Held.Roles.Union([BuiltInRoles.Admin])], [], true), true, now);
        }
        return user;
    }

    static string ReadPassword()
    {
        if (Console.IsInputRedirected) return Console.In.ReadLine() ?? "";
        Console.Error.Write("Password: ");
        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }
        Console.Error.WriteLine();
        return typed.ToString();
    }

    static async Task<int> Refuse(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return 1;
    }
}
